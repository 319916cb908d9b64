// The menu as it is folded: groups that are closed show their heading and what waits in them, so that nobody reads twenty lines to find one.
// Pure.
#pragma once

#include "kit/html/html.h"

namespace lt::app {

// `menu`: groups with "heading" (false: always shown) and "items" (href, label, count, live, current). Sets in each group "open" and "group_count", in
// each item "summed": whether its number is part of that, which those of a view of another item of the group are not. An item whose things
// another one shows as well brings along what it "adds", and under which name that comes live ("adds_live"); of the others it is the number
// itself. Open is the group of the current item; the first one, too, where the whole stays short and on pages of no group.
void fold_menu(html::View& menu);

}  // namespace lt::app
