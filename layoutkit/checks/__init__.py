"""What a careful editor would query, by what there is to know: headings, figures, characters."""
