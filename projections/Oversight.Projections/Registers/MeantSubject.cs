using Oversight.Projections.Status;

namespace Oversight.Projections.Registers;

/// <summary>Which subjects of a record somebody may have meant who named one that is not in it.</summary>
public static class MeantSubject
{
    /// <summary>
    /// " Did you mean QJK (NHS Devon ICB)?", to be put behind a sentence: subjects of that kind whose name holds what was given, or
    /// else those whose id is near it; empty where there are none, or too many to be of use.
    /// </summary>
    public static string Question(RecordAt record, SubjectKind kind, string given)
    {
        var ids = record.Subjects.Where(subject => subject.Kind == kind).Select(subject => subject.Id).ToArray();
        if (ids.Contains(given, StringComparer.Ordinal))
        {
            // It is there, and not as it was asked for: its registration was retracted.
            return "";
        }

        var named =
            kind == SubjectKind.Organisation
                ? OrganisationSearch.Meant(record, given).Select(ods => ods.Value)
                : ids.Where(id => id.Contains(given, StringComparison.OrdinalIgnoreCase));
        string[] meant = [.. named.Order(StringComparer.Ordinal)];
        if (meant.Length is 0 or > 5)
        {
            meant = [.. NearestWord.To(given, ids).Order(StringComparer.Ordinal)];
        }

        return meant.Length is 0 or > 5 ? ""
            : kind == SubjectKind.Organisation
                ? $" Did you mean {string.Join(" or ", meant.Select(id => $"{id} ({record.NameOf(OdsCode.Parse(id))})"))}?"
            : $" Did you mean {string.Join(" or ", meant)}?";
    }
}
