"""Rebuild the demonstration documents: ``python corpus/build.py [--out FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from builder.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
