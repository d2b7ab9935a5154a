// SPDX-License-Identifier: GPL-3.0-or-later
// A headless Chromium looking at one local page, and what it saw.
#ifndef FULLHOUSE_TESTS_BROWSER_BROWSER_H
#define FULLHOUSE_TESTS_BROWSER_BROWSER_H

#include <stdbool.h>

// What became of a page in a frame of a given width.
struct browser_visit {
    int requests;     // that the page itself made of anything but local files
    bool complained;  // a line on the console, of any level
    long page_width;  // of its whole content; more than frame_width: it scrolls sideways
    long frame_width; // inside, without borders
    char *log;        // for the message of a failed test
};

// Whether there is a Chromium; tests skip themselves without one.
bool browser_is_there(void);

// Opens the page (an absolute path) in a frame of so many pixels; folder is for temporary files.
// Fails the test when the browser itself does not work.
struct browser_visit browser_open(const char *page, unsigned width, const char *folder);
void browser_visit_done(struct browser_visit *visit);

#endif
