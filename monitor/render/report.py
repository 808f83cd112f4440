"""The operator's mail: what does not work and wants a look. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from monitor.model import Delivery
from monitor.render.mail import MailSettings, message_id_of

# A report is to be read; beyond that `monitor status` serves better.
_MOST_LINES = 200


def render_report(
    delivery: Delivery, lines: Sequence[str], *, settings: MailSettings, now: datetime
) -> EmailMessage:
    """Compose the daily mail to an operator.

    Args:
        delivery: The delivery.
        lines: What needs attention, a line each.
        settings: Sender and zone.
        now: The present instant, for the Date header.

    Returns:
        A plain text message.
    """
    noun = "thing needs" if len(lines) == 1 else "things need"
    message = EmailMessage()
    message["From"] = settings.sender
    message["To"] = delivery.recipient
    message["Subject"] = f"Monitor: {len(lines)} {noun} attention, {delivery.period}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id_of(delivery.id, settings)
    message["Auto-Submitted"] = "auto-generated"
    shown = [f"- {' '.join(line.split())}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"and {len(lines) - _MOST_LINES} more")
    message.set_content("\n".join([*shown, "", "More: monitor status"]))
    return message
