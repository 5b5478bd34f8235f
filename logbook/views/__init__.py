from .activities import my_activities
from .conversation import conversation, conversation_read
from .inbox import inbox, patient_messages, patient_messages_read
from .player import manifest, service_worker, session_player, words
from .preview import program_preview, program_preview_screen
from .progress import progress
from .session import session_finish, stretch_log
from .start import session_start
from .stop import stop_signs
from .sync import session_plan, session_sync
from .today import today

__all__ = [
    "conversation",
    "conversation_read",
    "inbox",
    "manifest",
    "my_activities",
    "patient_messages",
    "patient_messages_read",
    "program_preview",
    "program_preview_screen",
    "progress",
    "service_worker",
    "session_finish",
    "session_plan",
    "session_player",
    "session_start",
    "session_sync",
    "stop_signs",
    "stretch_log",
    "today",
    "words",
]
