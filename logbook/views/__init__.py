from .session import session_finish, session_start, stretch_log
from .today import today

__all__ = ["session_finish", "session_start", "stretch_log", "today"]
