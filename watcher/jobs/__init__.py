"""One verb a file: joins the edges, holds no rule and no wording."""
