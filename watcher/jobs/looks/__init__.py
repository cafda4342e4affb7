"""The looks: what is due is claimed, asked, judged and recorded."""
