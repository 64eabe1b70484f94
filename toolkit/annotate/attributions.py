from toolkit.annotate.quotations import settle
