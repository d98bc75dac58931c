"""Ten minutes of mixed load on a whole installation, whose parts are killed meanwhile: `make load`.

`stage` starts, kills and brings back the processes; `scene` fills the site, `audit` reads at the end what is in the database,
both as processes of their own; `visitors`, `staff` and `publishing` are the people; `release` publishes a
release and rolls it back, which the readers in `turns` look at; `ledger` is what they remember of what they
asked and were answered; `verdict` judges by it.
"""
