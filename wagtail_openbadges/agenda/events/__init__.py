"""Events: their dates, their registration, their list and calendars."""
