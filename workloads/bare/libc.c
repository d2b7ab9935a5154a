// SPDX-License-Identifier: GPL-3.0-or-later
// The four functions that a compiler calls by itself even where there is no library.
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int byte, size_t length);
int memcmp(const void *left, const void *right, size_t length);

void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
    void *target = to;

    __asm__ volatile("rep movsb" : "+D"(target), "+S"(from), "+c"(length) : : "memory");
    return to;
}

void *memset(void *to, int byte, size_t length)
{
    void *target = to;

    __asm__ volatile("rep stosb" : "+D"(target), "+c"(length) : "a"(byte) : "memory");
    return to;
}

void *memmove(void *to, const void *from, size_t length)
{
    unsigned char *target = to;
    const unsigned char *source = from;

    if (target <= source || target >= source + length)
        return memcpy(to, from, length);
    while (length--)
        target[length] = source[length];
    return to;
}

int memcmp(const void *left, const void *right, size_t length)
{
    const unsigned char *a = left;
    const unsigned char *b = right;

    for (size_t i = 0; i < length; i++)
        if (a[i] != b[i])
            return a[i] - b[i];
    return 0;
}
