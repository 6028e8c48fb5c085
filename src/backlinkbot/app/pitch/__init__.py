"""The verb pitch: whom to write to, what, when, and what came back; nothing goes unapproved."""
