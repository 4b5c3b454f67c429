using Oversight.Desk.Answers;
using Oversight.Projections.Readiness;
using Oversight.Projections.Registers;
using Oversight.Record.Recovery;

namespace Oversight.Cli.Commands;

/// <summary>oversight readiness: what remains before the members of an engagement can leave.</summary>
internal static class ReadinessCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "The engagement's id, such as qoc-2021." };
    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();

    public static Command Create()
    {
        var command = new Command("readiness", "What remains before an engagement of Recovery Support can end.")
        {
            Id,
            On,
            Known,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command.WithExamples(
            "oversight readiness qoc-2021",
            "oversight readiness qoc-2021 --on 2024-03-31 --known 2026-11-21T12:00:00Z --json"
        );
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var recovery = SubjectId.OfRecovery(parsed.GetValue(Id)!);
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var on = parsed.GetValue(On) ?? London.Today(access.Record.Clock);
        var known = parsed.GetValue(Known);
        var record = await access.Record.Live.AtAsync(known, cancellation);
        var answer =
            await RecoveryAnswer.OfAsync(access.Record, record, recovery, on, known, cancellation)
            ?? throw new FailureException(
                ExitCode.NotFound,
                $"engagement {recovery.Id} is not in the record (as known at place {record.Place})."
                    + MeantSubject.Question(record, SubjectKind.Recovery, recovery.Id)
            );
        if (access.Settings.Json)
        {
            Terminal.WriteJson(answer);
        }
        else
        {
            Explain(answer);
        }

        return (int)ExitCode.Done;
    }

    private static void Explain(RecoveryAnswer answer)
    {
        var readiness = answer.Readiness;
        Terminal.WriteLine($"{readiness.Title} ({readiness.Id})");
        Line(
            "Asked",
            $"on {DateWithPrecision.Day(readiness.On)}, as known at place {readiness.Place}; version {readiness.Version}"
        );
        Line(
            "State",
            $"{readiness.State.InWords()}; entered {readiness.Entered.Effective}{Days(readiness.DaysInProgramme)}"
        );
        Line("", $"decided by {readiness.Entered.DecidedBy.Body}, entry {readiness.Entered.Entry.Id}");
        Line(
            "Programme",
            $"{readiness.Programme ?? "not known"}{(readiness.Framework.Note is { } note ? $" ({note})" : "")}"
        );
        foreach (var director in readiness.ImprovementDirectors)
        {
            var name = answer.People.GetValueOrDefault(director.Director, "name erased");
            Line(
                "Director",
                $"{name}, from {director.Said.Effective}{(director.Until is { } until ? $" until {until}" : "")}"
            );
        }

        foreach (var member in readiness.Members)
        {
            Explain(member, answer.People);
        }

        Explain(readiness.Milestones);
        foreach (var recommendation in readiness.Exit.Recommendations)
        {
            Line(
                "Exit",
                $"recommended {recommendation.Said.Effective}; decision expected {recommendation.Expected?.ToString() ?? "at no stated time"}"
            );
        }

        if (readiness.TransitionPlan is { } plan)
        {
            Line("Transition", $"{plan.Monitoring.Shortened()}{(plan.Completed ? " (completed)" : "")}");
            Line(
                "",
                $"next review {plan.NextReviewDue?.ToString() ?? "at no stated time"}{ListedWords.Left(plan.DaysLeft)}"
            );
        }
    }

    private static void Explain(MemberReadiness member, IReadOnlyDictionary<string, string> people)
    {
        Terminal.WriteLine();
        Terminal.WriteLine($"{member.Name ?? "not registered"} ({member.Organisation})");
        Line(
            "Member",
            $"{InWords.Of(member.Membership)}{(member.Joined is { } joined ? $", from {joined}" : "")}{(member.Left is { } left ? $" until {left}" : "")}{Days(member.DaysInProgramme)}"
        );
        if (member.TargetExit is { } target)
        {
            var words =
                target.Target?.ToString()
                ?? string.Join(" or ", target.Candidates.Select(c => c.Target)) + " (uncertain)";
            Line("Target exit", $"{words}{ListedWords.Left(target.DaysLeft)}; moved {target.Moved} times");
        }

        if (member.PassedOn is { } passed)
        {
            Line("", $"ended; {string.Join(", ", passed.To)} took over what was open");
        }

        if (member.Exit is { } exit)
        {
            Line("Left", $"{exit.Said.Effective}, decided by {exit.Said.DecidedBy.Body}, entry {exit.Said.Entry.Id}");
            foreach (var unmet in exit.Unmet)
            {
                Line(
                    "",
                    $"{unmet.Criterion} was not met; accepted by {people.GetValueOrDefault(unmet.AcceptedBy, "name erased")}: {unmet.Reason}"
                );
            }
        }

        var hasLeft = member.Membership == Certainty.No && member.Exit is not null;
        var criteria = hasLeft ? member.Exit!.Criteria : member.Criteria;
        if (criteria.Count > 0)
        {
            var table = Terminal.NewTable(
                "Criterion",
                "Theme",
                "Due",
                "Self",
                "Region",
                "National",
                "Satisfied",
                "Missing (rule)"
            );
            foreach (var criterion in criteria)
            {
                var ratings = criterion.Ratings;
                table.AddLine(
                    criterion.Criterion.Reference,
                    criterion.Criterion.Theme,
                    $"{criterion.Criterion.Due?.ToString() ?? "no date"}{ListedWords.Left(criterion.DaysLeft)}",
                    Rated(ratings.Self),
                    Rated(ratings.Region),
                    Rated(ratings.National),
                    criterion.Satisfied ? "yes" : "no",
                    Listed(criterion.Missing)
                );
            }

            Terminal.Write(table);
            Line(
                hasLeft ? "When it left" : "Remaining",
                $"{criteria.Count(c => !c.Satisfied)} of {criteria.Count} criteria{(hasLeft ? " not satisfied" : "")}"
            );
        }

        foreach (var missing in member.Missing)
        {
            Line("Missing", $"{missing.What} (rule {missing.Rule})");
        }
    }

    private static void Explain(IReadOnlyList<Milestone> milestones)
    {
        if (milestones.Count == 0)
        {
            return;
        }

        Terminal.WriteLine();
        var table = Terminal.NewTable("Milestone", "Title", "State", "Due", "Moved");
        foreach (var milestone in milestones)
        {
            table.AddLine(
                milestone.Reference,
                milestone.Title.Shortened(),
                InWords.Of(milestone.State),
                $"{milestone.Due}{(milestone.State == MilestoneState.Achieved ? "" : ListedWords.Left(milestone.DaysLeft))}",
                $"{milestone.Moved}"
            );
        }

        Terminal.Write(table);
    }

    private static string Rated<T>(CriterionRating<T> rating)
        where T : struct, Enum =>
        rating.Candidates.Count == 0
            ? "not stated"
            : (
                rating.Rating is { } certain
                    ? InWords.Of(certain)
                    : string.Join(" or ", rating.Candidates.Select(c => InWords.Of(c.Rating))) + "?"
            ) + (rating.Candidates.Any(c => c.OfAnotherWording) ? " (of another wording)" : "");

    private static string Listed(IReadOnlyList<Missing> missing) =>
        string.Join("\n", missing.Select(m => $"{m.What} ({m.Rule})"));

    private static string Days(int? days) => days is { } known ? $" ({known} days)" : "";

    private static void Line(string label, string text) => Terminal.WriteLine($"{label, -13}{text}");
}

/// <summary>What several tables say in the same words.</summary>
internal static class ListedWords
{
    /// <summary>Days left or overdue, in brackets; nothing when they are not known.</summary>
    public static string Left(int? daysLeft) =>
        daysLeft switch
        {
            null => "",
            < 0 => $" ({-daysLeft} days overdue)",
            _ => $" ({daysLeft} days left)",
        };
}
