using Oversight.Record.Organisations;

namespace Oversight.Desk.Imports;

/// <summary>What the rows of a list of organisations say: one for each, or one for each system that it belonged to.</summary>
internal sealed partial class TrackerFacts
{
    private TrackerGroup Organisation(IReadOnlyList<TrackerRowReading> rows)
    {
        var facts = new List<StatedFact>();
        if (rows[0].Taken("ods", () => OdsCode.Parse(rows[0].Needed("ods"))) is not { } ods)
        {
            return new(rows, facts);
        }

        var subject = SubjectId.Of(ods);
        var (name, kind, opened) = (Common(rows, "name"), Common(rows, "kind"), Common(rows, "opened"));
        var (region, closed, others) = (Common(rows, "region"), Common(rows, "closed"), Common(rows, "otherNames"));
        kind.Needed("kind");
        facts.Add(
            new(
                subject,
                new OrganisationRegistered(
                    Decided(rows, opened.NeededDate("opened"), opened.Date("decided")),
                    ods,
                    kind.Word<OrganisationKind>("kind") ?? default,
                    name.Needed("name"),
                    RegionOf(region),
                    others.Items("otherNames")
                ),
                rows
            )
        );
        foreach (var row in rows.Where(row => row.Text("system") is not null))
        {
            var from = row.NeededDate("systemFrom", "is empty, but there is a system");
            facts.Add(
                new(
                    subject,
                    new SystemJoined(Decided([row], from, row.Date("decided")), row.Organisation("system")),
                    [row]
                )
            );
        }

        if (closed.Date("closed") is { } last)
        {
            if (last.Precision == DatePrecision.Day)
            {
                // The first day without it; who followed, the rows do not say.
                facts.Add(
                    new(
                        subject,
                        new OrganisationSucceeded(
                            Decided([closed], DateWithPrecision.Day(last.Latest.AddDays(1)), closed.Date("decided")),
                            []
                        ),
                        [closed]
                    )
                );
            }
            else
            {
                closed.Refuse("closed", "is no exact day: name the last day on which it existed");
            }
        }

        return new(rows, facts);
    }

    private static string RegionOf(TrackerRowReading row)
    {
        var text = row.Needed("region");
        var region = Region.All.FirstOrDefault(r =>
            r.Code.Equals(text, StringComparison.OrdinalIgnoreCase)
            || r.Name.Equals(text, StringComparison.OrdinalIgnoreCase)
        );
        if (region is null && text.Length > 0)
        {
            row.Refuse("region", $"is none of {string.Join(", ", Region.All.Select(r => $"{r.Code} {r.Name}"))}");
        }

        return region?.Code ?? "";
    }
}
