// SPDX-License-Identifier: GPL-3.0-or-later
// Virtual functions of a network card that can be handed to guests (SR-IOV), found by name.
#ifndef FULLHOUSE_BENCH_NETWORK_SRIOV_H
#define FULLHOUSE_BENCH_NETWORK_SRIOV_H

#include <stdint.h>

struct err;

// The PCI address ("0000:03:10.1", a new string) of the virtual function for guest `index`. name is
// an interface or a PCI address: of a card with virtual functions, of which guest i gets the i-th;
// or of one virtual function, for guest 0 alone. root is "" but in tests, which keep a sys/ there.
// 0, or -ENOTSUP with what is missing.
int network_sriov_function(const char *root, const char *name, uint32_t index, char **ret_address,
                           struct err *err);

// The interface of the card itself, as a new string, for the host's own end. As above.
int network_sriov_card(const char *root, const char *name, char **ret_interface, struct err *err);

#endif
