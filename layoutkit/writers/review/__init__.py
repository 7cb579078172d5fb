"""In: a document.  Out: the parts of its review page: what is found, the panes, the charts."""
