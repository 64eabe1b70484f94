"""What each table holds; `schema` builds and checks them."""

import pandas as pd

# A notebook would set what stands between two dollar signs of a table as a formula: the blanks of
# "Aid of $5bn, not $3bn" would be gone. Most tables are plain DataFrames, which pandas shows.
pd.set_option("display.html.use_mathjax", False, "styler.html.mathjax", False)
