// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts of money as people read them.
#ifndef FULLHOUSE_PLANNER_MONEY_TEXT_H
#define FULLHOUSE_PLANNER_MONEY_TEXT_H

// "612,345 EUR" from a thousand on, "14.20 EUR" below, to the cent; "-" for what is not finite. New
// string. currency "": the number alone.
char *money_text(double amount, const char *currency);

// Always to the cent: "612,345.00".
char *money_text_exact(double amount);

#endif
