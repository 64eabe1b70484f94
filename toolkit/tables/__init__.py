"""What each table holds; `schema` builds and checks them."""

import pandas as pd

# Most tables are plain DataFrames, which pandas shows. A notebook would set what stands between two
# dollar signs in them as a formula, and run scripts that stand in a table with a `.style`.
for _option in ("display.html.use_mathjax", "styler.html.mathjax"):
    pd.set_option(_option, False)
pd.set_option("styler.format.escape", "html")
