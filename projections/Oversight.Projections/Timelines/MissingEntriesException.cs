namespace Oversight.Projections.Timelines;

/// <summary>Entries are not there that were recorded, and later ones are: somebody took them out of the database past its guards.</summary>
/// <param name="first">The place of the first one that is missing.</param>
/// <param name="last">The place of the last one before those that are there.</param>
public sealed class MissingEntriesException(long first, long last)
    : Exception(
        $"{(first == last ? $"Place {first} is missing" : $"Places {first} to {last} are missing")} in the record, and later entries are there: nothing is "
            + "answered from what is left. Run oversight verify, which names all that is missing or changed, and put the record back from a backup."
    );
