"""Reports for people who read paper: PDF, Word and calendars, in Arabic, English and Russian; a thin skin over the views."""
