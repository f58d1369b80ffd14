"""What a check says, as a test reads it."""


def ids(messages):
    """Return the identifiers of messages, without the name of the app."""
    return [message.id.removeprefix("wagtail_openbadges.") for message in messages]
