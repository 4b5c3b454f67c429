using Oversight.Projections.Timelines;
using Oversight.Web.Design;

namespace Oversight.Web.Meetings;

/// <summary>Something on the agenda about which somebody logged while its form was open.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Meanwhile">What was logged, each in one line.</param>
public sealed record MovedItem(string Title, IReadOnlyList<string> Meanwhile)
{
    /// <summary>Those whose version is another than the one that the form was filled in on.</summary>
    internal static IReadOnlyList<MovedItem> Of(IEnumerable<MeetingItem> items, Submitted form, RecordAt record)
    {
        var moved = new List<MovedItem>();
        foreach (var item in items)
        {
            if (
                long.TryParse(form[item.Field("version")], CultureInfo.InvariantCulture, out var seen)
                && seen != item.Version
            )
            {
                var since = record.TimelineOf(item.Subject)!.Recorded.Where(entry => entry.Version > seen);
                moved.Add(
                    new(
                        item.Title,
                        [.. since.Select(entry => EntryWords.Sentence(entry.Event, record, DateOnly.MaxValue))]
                    )
                );
            }
        }

        return moved;
    }
}
