// SPDX-License-Identifier: GPL-3.0-or-later
// An amount of money in a cell, with or without the word or sign of its currency.
#ifndef FULLHOUSE_PLANNER_MARKET_CATALOGUE_MONEY_H
#define FULLHOUSE_PLANNER_MARKET_CATALOGUE_MONEY_H

struct err;

// Takes "1200 EUR", "EUR 1200", "€1200" or "1200" apart: the text without the currency (new) and
// its code ("EUR", new; NULL where there is none). 0, or -EINVAL for a sign that no code is known
// of and for two currencies in one cell.
int catalogue_money_split(const char *text, char **ret_amount, char **ret_code, struct err *err);

// The code of a currency from its code or sign: "EUR", "eur", "€". New string, or NULL with err
// set.
char *catalogue_money_code(const char *text, struct err *err);

#endif
