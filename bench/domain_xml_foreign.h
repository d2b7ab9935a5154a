// SPDX-License-Identifier: GPL-3.0-or-later
// The machine of a domain that is not QEMU's, by the table of domain kinds, and the bootable image
// that both have. Private to domain_xml.c.
#ifndef FULLHOUSE_BENCH_DOMAIN_XML_FOREIGN_H
#define FULLHOUSE_BENCH_DOMAIN_XML_FOREIGN_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>

struct domain_kind;
struct domain_plan;

bool domain_xml_has_medium(const struct domain_plan *plan);
// Nobody writes to it, so that all guests share it.
void domain_xml_write_medium(xmlTextWriterPtr writer, const struct domain_plan *plan,
                             const struct domain_kind *kind);

// What stands before a domain's endings, and after them.
void domain_xml_write_foreign_machine(xmlTextWriterPtr writer, const struct domain_plan *plan);
void domain_xml_write_foreign_devices(xmlTextWriterPtr writer, const struct domain_plan *plan);

#endif
