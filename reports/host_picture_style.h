// SPDX-License-Identifier: GPL-3.0-or-later
// The picture's colours. Private to host_picture*.c.
#ifndef FULLHOUSE_REPORTS_HOST_PICTURE_STYLE_H
#define FULLHOUSE_REPORTS_HOST_PICTURE_STYLE_H

// Loads are shown in so many steps; the class of step i is "li", of an unknown load "lx".
enum { HOST_PICTURE_STEPS = 5 };

// CSS for everything below class "host-picture", so that it changes nothing else of a page.
extern const char host_picture_style[];

#endif
