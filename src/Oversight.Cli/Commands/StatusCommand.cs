using Oversight.Desk.Answers;
using Oversight.Projections.Answers;
using Oversight.Projections.Status;
using Oversight.Projections.Support;
using Oversight.Projections.Timelines;
using Oversight.Record.Organisations;

namespace Oversight.Cli.Commands;

/// <summary>oversight status: where organisations stand.</summary>
internal static class StatusCommand
{
    private static readonly Argument<OdsCode?> Ods = Inputs.Optional<OdsCode?>(
        "ODS",
        "One organisation, explained; without it a table of all.",
        text => OdsCode.Parse(text, "ODS")
    );

    private static readonly Option<Region?> InRegion = Inputs.InRegion(
        "Only this region's organisations, such as Y60."
    );

    private static readonly Option<OrganisationsListed?> Kind = Inputs.Parsed<OrganisationsListed?>(
        "--kind",
        "KIND",
        "Which organisations: icbs, trusts or all. Default: the ICBs, and with --search all.",
        text => OrganisationsListedWords.Of(text, "--kind")
    );

    private static readonly Option<string?> Search = Inputs.Parsed<string?>(
        "--search",
        "TEXT",
        "Only organisations of which a name that they have or had, or the ODS code, has this in it.",
        text => BadInputException.Text(text, "--search", 100)
    );

    public static Command Create()
    {
        var command = new Command("status", "Where organisations stand on a day, as known at an instant.")
        {
            Ods,
            InRegion,
            Kind,
            Search,
        };
        command.Validators.Add(result =>
        {
            // By what was written: a value that cannot be read is complained about elsewhere.
            foreach (var option in new Option[] { InRegion, Kind, Search })
            {
                if (result.GetResult(Ods) is { Tokens.Count: > 0 } && result.GetResult(option) is not null)
                {
                    result.AddError($"Give an ODS code or {option.Name}, not both.");
                }
            }
        });
        return command
            .AsksOnADay(AnswerAsync)
            .WithExamples(
                "oversight status",
                "oversight status --region Y60 --on 2024-03-31",
                "oversight status --search shrewsbury",
                "oversight status QOC --known 2026-11-21T12:00:00Z --json"
            );
    }

    private static async Task AnswerAsync(Asked asked)
    {
        var (record, on, known) = (asked.Record, asked.On, asked.Known);
        if (asked.Parsed.GetValue(Ods) is { } ods)
        {
            asked.Show(
                await OrganisationAnswer.OfAsync(asked.Access.Record, record, ods, on, known, asked.Cancellation)
                    ?? throw asked.NotFound(
                        SubjectKind.Organisation,
                        ods.Value,
                        record.TimelineOf(SubjectId.Of(ods)) is null
                            ? $"{ods} is not registered in the record"
                            : $"{ods} is not registered, and oversight history {ods} tells what is recorded of it"
                    ),
                answer =>
                {
                    Explain(answer.Status, record);
                    Terminal.WriteField("Recovery", answer.Recovery.Text);
                    Explain(answer.Oversight);
                    Explain(answer.Mergers, record);
                    Explain(answer.Intervention);
                }
            );
            return;
        }

        asked.Show(
            NationalPicture.Of(
                record,
                on,
                asked.Parsed.GetValue(InRegion),
                known,
                asked.Parsed.GetValue(Kind),
                asked.Parsed.GetValue(Search)
            ),
            picture =>
            {
                WriteTable(picture.Organisations);
                Terminal.WriteLine($"{picture.Organisations.Count.Of("organisation")} {asked.DayAndPlace}.");
            }
        );
    }

    /// <summary>Writes a row for each organisation.</summary>
    public static void WriteTable(IReadOnlyList<OrganisationStatus> all) =>
        Terminal.WriteTable(
            all,
            ("ODS", status => status.Ods.Value),
            ("Name", status => status.Name),
            ("Region", status => status.Region.Name),
            ("Segment", status => status.Segment.Text),
            ("Since", status => status.Segment.Since?.ToString())
        );

    private static void Explain(MergersAnswer mergers, RecordAt record)
    {
        if (mergers.Ended is { } ended)
        {
            Terminal.WriteField(
                "Open at its end",
                ended.Items.Count > 0
                        ? $"{ended.Items.Count.Of("item")}; nobody has decided about {ended.NotDisposedOf} of them (register passing)"
                    : ended.Knowable ? $"nothing in {record.Called}"
                    : record.Unstated("no engagement, undertakings or proposal names it")
            );
        }

        foreach (var before in mergers.Predecessors.Where(b => b.Items.Count > 0))
        {
            Terminal.WriteField(
                $"From {before.Body}",
                $"{before.Items.Count(i => i.Successor is not null).Of("item")} passed; nobody has decided about {before.NotDisposedOf}"
            );
        }
    }

    private static void Explain(OrganisationStatus status, RecordAt record)
    {
        Terminal.WriteLine($"{status.Name} ({status.Ods}), {status.Region.Name}");
        Terminal.WriteField(
            "Asked",
            $"on {DateWithPrecision.Day(status.On)}, {Terminal.Known(record)}; version {status.Version}"
        );
        Terminal.WriteField("Segment", status.Segment.Text);
        if (status.Segment.Since is { } since)
        {
            Terminal.WriteField("", $"in this segment since {since}");
        }

        foreach (var stated in status.Segment.Candidates)
        {
            Terminal.WriteField("Rests on", $"{stated.Words}{(stated.Label is { } label ? $" (\"{label}\")" : "")}");
            Terminal.WriteField("", $"entry {Words(stated.Entry)}");
            Terminal.WriteField("", $"decided by {People(stated)}{From(stated)}");
            if (stated.Rationale is { } rationale)
            {
                Terminal.WriteField("", $"because: {rationale}");
            }
        }

        Terminal.WriteField("Rule", status.Segment.Rule);
        var framework = status.Segment.Framework;
        Terminal.WriteField(
            "Framework",
            framework.Title is null ? framework.Note ?? "none" : $"{framework.Title} ({InWords.Of(framework.State)})"
        );
        if (framework.Note is { } note && framework.Title is not null)
        {
            Terminal.WriteField("", note);
        }

        foreach (var entry in framework.RestsOn)
        {
            Terminal.WriteField("", $"entry {Words(entry)}");
        }

        Terminal.WriteField("Existence", ExistenceWords(status.Existence));
        Terminal.WriteField("System", status.System.Text);
        foreach (var trust in status.System.Trusts)
        {
            Terminal.WriteField("", $"{trust.Name} ({trust.Ods}){(trust.Certain ? "" : ", perhaps")}");
        }

        foreach (var successor in status.Existence.Successors)
        {
            Terminal.WriteField("Followed by", Named(successor, record));
        }

        foreach (var predecessor in status.Existence.Predecessors)
        {
            Terminal.WriteField("Follows", Named(predecessor, record));
        }

        if (status.Review is { } review)
        {
            Terminal.WriteField(
                "Review",
                $"last {review.Last}{(review.NextDue is { } due ? $"; next due {due}" : "")}{Left(review.DaysLeft)}"
            );
        }
        else
        {
            Terminal.WriteField("Review", record.Unstated("no review of its segment is recorded by this day"));
        }

        foreach (var proposal in status.Proposals)
        {
            Terminal.WriteField(
                "Proposed",
                $"segment {proposal.Segment} from {proposal.Effective}, proposed {proposal.Proposed} by {proposal.DecidedBy.Body}; not answered yet"
            );
            Terminal.WriteField("", $"entry {Words(proposal.Entry)}");
            if (proposal.Rationale is { } why)
            {
                Terminal.WriteField("", $"because: {why}");
            }
        }

        foreach (var finding in status.Findings)
        {
            Terminal.WriteField("Finding", $"{finding.Breach} (rule {finding.Rule}, entry {finding.Entry})");
        }
    }

    private static void Explain(OrganisationSupport intervention)
    {
        foreach (var support in intervention.Support)
        {
            Terminal.WriteField(
                "Support",
                $"{support.Words}, for {support.For?.Value ?? $"the system of {support.With}"}: {support.Text}"
            );
        }

        foreach (var notice in intervention.Notices)
        {
            Terminal.WriteField(
                "Notice",
                $"{InWords.Of(notice.Kind)}, {notice.Given.Effective}, {InWords.Of(notice.State)}: {notice.About}"
            );
        }

        foreach (var review in intervention.IndependentReviews)
        {
            Terminal.WriteField("Review", $"independent, {InWords.Of(review.State)}: {review.About}");
        }
    }

    private static void Explain(OversightAnswer oversight)
    {
        if (oversight.LastReview is { } review)
        {
            Terminal.WriteField(
                "Oversight",
                $"{(review.Scope == Concerning.System ? "system " : "")}reviewed {review.Said.Effective} ({InWords.Of(review.Meeting)} meeting): {review.Outcome}"
            );
            Terminal.WriteField("", $"entry {Words(review.Said.Entry)}");
        }

        foreach (var next in oversight.NextReviews)
        {
            Terminal.WriteField("", $"next review of the {InWords.Of(next.Scope)} due {next.Due}{Left(next.DaysLeft)}");
        }

        foreach (var concern in oversight.OpenConcerns)
        {
            Terminal.WriteField(
                "Concern",
                $"{InWords.Of(concern.About)}, {InWords.Of(concern.State)}, raised {concern.Said.Effective}: {concern.Wording}"
            );
            Terminal.WriteField("", $"entry {Words(concern.Said.Entry)}");
        }

        foreach (var commitment in oversight.OpenCommitments)
        {
            Terminal.WriteField(
                "Commitment",
                $"{commitment.Title}; {InWords.Of(commitment.Terms)}, {InWords.Of(commitment.State)}, "
                    + (commitment.Due is { } due ? $"due {due}{Left(commitment.DaysLeft)}" : "no date is stated")
                    + (commitment.Owner is { } owner ? $", owner {owner}" : "")
            );
            Terminal.WriteField("", $"entry {Words(commitment.Said.Entry)}");
        }

        foreach (var ambition in oversight.Ambitions)
        {
            Terminal.WriteField(
                "Aimed at",
                $"segment {ambition.Segment}{(ambition.By is { } by ? $" by {by}" : "")}, stated {ambition.Said.Effective}; it is no proposal"
            );
        }

        foreach (var missing in oversight.NotStated)
        {
            Terminal.WriteField("Not stated", missing.Sentence);
        }
    }

    private static string Left(int? days) =>
        days is not { } left ? ""
        : left < 0 ? $" ({-left} days overdue)"
        : $" ({left} days left)";

    private static string Words(EntryReference entry) =>
        $"{entry.Id} ({entry.Kind}{Terminal.Place(entry.Place)}){(entry.CorrectedBy is { } by ? $", corrected by {by}" : "")}";

    private static string People(StatedSegment stated) =>
        stated.DecidedBy.Body + (stated.DecidedBy.Role is { } role ? $", {role}" : "");

    private static string From(StatedSegment stated) =>
        stated.Source is { } source ? $"; source {source.Document}{(source.Fact is { } fact ? ", " + fact : "")}" : "";

    private static string ExistenceWords(Existence existence) =>
        existence.State switch
        {
            ExistenceState.Exists => $"exists; established {existence.Established}",
            ExistenceState.NotYet => $"not yet; established {existence.Established}",
            ExistenceState.Ended => $"ended {existence.Ended}; established {existence.Established}",
            _ => $"uncertain; established {existence.Established}",
        } + (existence.State != ExistenceState.Ended && existence.Ended is { } ended ? $", ended {ended}" : "");

    private static string Named(OdsCode ods, RecordAt record) =>
        OrganisationStatus.Of(record, ods, DateOnly.MinValue) is { } status ? $"{ods} {status.Name}" : ods.Value;
}
