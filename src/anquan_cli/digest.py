"""SHA-256 from the interpreter's own module: `hashlib` would load OpenSSL, 12 ms of every start."""

from __future__ import annotations

import sys

try:
    if sys.version_info >= (3, 12):
        from _sha2 import sha256
    else:
        from _sha256 import sha256
except ImportError:  # a build without it
    from hashlib import sha256

__all__ = ["sha256"]
