"""An independent check of a published draw; it shares no code with what finds draws."""
