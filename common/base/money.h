// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts of money as people read them. Knows no currency: its word stands beside the number, or in
// a table's heading.
#ifndef FULLHOUSE_COMMON_BASE_MONEY_H
#define FULLHOUSE_COMMON_BASE_MONEY_H

// Of two amounts with " to " between them: MONEY_SPAN_SIZE.
enum { MONEY_TEXT_SIZE = 48, MONEY_SPAN_SIZE = 2 * MONEY_TEXT_SIZE + 4 };

// To the cent: "1,243,500.00", "-12.50". What is not finite, or 1e15 and more, gives "" here and in
// the following. Each returns buffer.
char *money_exact(char buffer[MONEY_TEXT_SIZE], double amount);

// For tables and sentences: "1,243,500", below a thousand to the cent "28.80", and with two
// significant digits where less than a cent matters: "0.0031".
char *money_round(char buffer[MONEY_TEXT_SIZE], double amount);

// Three significant digits: "1.24M", "812k", "28.8".
char *money_short(char buffer[MONEY_TEXT_SIZE], double amount);

// "1.24M to 1.41M" by money_short, or "" where an end is missing or both read the same.
char *money_span(char buffer[MONEY_SPAN_SIZE], double low, double high);

#endif
