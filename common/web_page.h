// SPDX-License-Identifier: GPL-3.0-or-later
// Whether bytes are a web page: what a server sends instead of the data that were asked for, when
// it wants a login, has moved or is a portal in between.
#ifndef FULLHOUSE_COMMON_WEB_PAGE_H
#define FULLHOUSE_COMMON_WEB_PAGE_H

#include <stdbool.h>
#include <stddef.h>

// By how they begin, as browsers do it (WHATWG MIME Sniffing, section 7.1), whatever the server
// calls them.
bool web_page_is(const char *bytes, size_t length);

#endif
