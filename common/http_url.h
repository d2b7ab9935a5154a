// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses: which are fetched, and how they are shown.
#ifndef FULLHOUSE_COMMON_HTTP_URL_H
#define FULLHOUSE_COMMON_HTTP_URL_H

#include <stdbool.h>

struct err;

// Whether text has a scheme ("https://...", "file://...") and so is no path.
bool http_url_is(const char *text);

// 0 for a sound address of http or https, else -EINVAL with what it is instead.
int http_url_check(const char *url, struct err *err);

// The address as it may be shown: without user and password, and "?..." for what follows a question
// mark, where servers like to be told secrets. New string.
char *http_url_shown(const char *url);

#endif
