// TIFF becomes PDF when a dossier takes it in: what nobody can look at in a browser, nobody can sign or keep in the vault either.
#pragma once

#include "dossiers/reception.h"
#include "dossiers/scans/conversions.h"

namespace lt::dossiers::scans {

// Leaves what is no TIFF. The PDF is in the store afterwards, under the name of the file with another ending; the same TIFF gives the same PDF.
// At "file", with the name of the file: invalid, damaged or too much of it; unavailable, no place is free (conversions.h).
base::Result<base::Done> make_viewable(blob::Store& blobs, NewFile& file, Conversions::Turn& turn);

}  // namespace lt::dossiers::scans
