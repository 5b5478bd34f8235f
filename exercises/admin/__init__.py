"""The desk where words, numbers and pictures of stretches are edited. No patient is registered."""

from . import parameters, pictures, stretches, wordings

__all__ = ["parameters", "pictures", "stretches", "wordings"]
