// SPDX-License-Identifier: GPL-3.0-or-later
// libvirt: connections, its errors as ours, its event loop. Door: libvirt, since one URI reaches
// KVM, QEMU, Xen, VirtualBox, VMware and remote hosts. Domain life cycle is bench's
// (bench/platform_libvirt.c), the only other file that includes libvirt.
#ifndef FULLHOUSE_COLLECTOR_VIR_H
#define FULLHOUSE_COLLECTOR_VIR_H

#include <libvirt/libvirt.h>
#include <stdbool.h>

struct err;

// Opens a connection and, on the first call in a program, starts the thread that runs libvirt's
// event loop. uri is any libvirt URI. 0 and *ret_connection (close with vir_close), or negative
// errno.
int vir_open(const char *uri, virConnectPtr *ret_connection, struct err *err);
void vir_close(virConnectPtr connection);

// The same for one who changes nothing: an ordinary user may do that, too. A daemon that does not
// run is not started. It gives up where nobody answers for half a minute.
int vir_open_to_read(const char *uri, virConnectPtr *ret_connection, struct err *err);

// libvirt's embedded QEMU driver below root (absolute; made when missing, its qemu.conf written
// first): no daemon. One process at a time may have one root. -EINTR when the user interrupts the
// wait for libvirt's first questions to QEMU; else as above.
// program: a QEMU that is asked, too, "" for none but the usual one.
int vir_open_embedded(const char *root, const char *program, virConnectPtr *ret_connection,
                      struct err *err);

// Lets libvirt ask a QEMU program what it can do, where it does not know yet. 0 or negative errno.
int vir_ask_program(virConnectPtr connection, const char *program, struct err *err);

// Kills the embedded driver's QEMU processes below root: guests, and the ones libvirt asks what
// they can do, so that a call that waits for them returns. Returns how many.
size_t vir_kill_embedded(const char *root);

// Longest root under which libvirt's monitor sockets still fit a UNIX socket's 107 bytes.
enum { VIR_EMBEDDED_ROOT_MAX = 60 };

// Whether root holds QEMU's capabilities from an earlier start; without them the first domain waits
// while libvirt asks QEMU what it can do (seconds to a minute). program: as above.
bool vir_embedded_is_warm(const char *root, const char *program);

// Puts libvirt's last error on this thread into err, behind "what: ". Returns a negative errno.
int vir_fail(struct err *err, const char *what);

// An error of libvirt's without the command line in it, of which it gives every argument: "Child
// process (/usr/bin/qemu-system-x86_64 ...) unexpected exit status 1". New string.
char *vir_shorten(const char *text);

// "QEMU 7.2.22, libvirt 9.0.0" as a new string; parts that are unknown are left out.
char *vir_versions(virConnectPtr connection);

#endif
