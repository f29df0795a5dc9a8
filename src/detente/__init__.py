"""Détente: the shared record of talks between parties that do not trust each other."""

from detente.errors import DetenteError

__version__ = "0.1.0"

__all__ = ["DetenteError", "__version__"]
