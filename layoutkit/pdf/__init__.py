"""What the PDF writer knows: fonts, line-breaking, design, pages, tags, archival form."""
