"""Model in, generated Markdown out: what `build/docs` holds beside copied files.

`stage.pages` is the entry. Everything here is pure: no disk, no clock.
"""
