using Oversight.Projections.Compare;
using Oversight.Projections.Registers;

namespace Oversight.Cli.Commands;

/// <summary>oversight compare: what changed between two days, in the world and in our knowledge.</summary>
internal static class CompareCommand
{
    private static readonly Option<DateOnly?> From = Inputs.Parsed<DateOnly?>(
        "--from",
        "DAY",
        "The earlier day, such as 2024-03-31; without it the later one (--on): then only what is known differs.",
        text => Inputs.Day(text)
    );

    private static readonly Option<DateTimeOffset?> KnownFrom = Inputs.Parsed<DateTimeOffset?>(
        "--known-from",
        "INSTANT",
        "As known when the earlier state is, such as 2024-03-31T18:00:00Z; without it as the later one (--known).",
        text => Inputs.Instant(text)
    );

    private static readonly Option<Region?> InRegion = Inputs.InRegion(
        "Only organisations of this region, such as Y60."
    );

    private static readonly Option<OdsCode?> OfOrganisation = Inputs.OfOrganisation(
        "Only this organisation, such as QOC."
    );

    public static Command Create() =>
        new Command("compare", "What changed between two days, or two states of knowledge, for each organisation.")
        {
            From,
            KnownFrom,
            InRegion,
            OfOrganisation,
        }
            .AsksOnADay(async asked => asked.Show(await AskAsync(asked), Write))
            .WithExamples(
                "oversight compare --from 2024-03-31 --on 2024-06-30 --region Y60",
                "oversight compare --from 2024-03-31 --known-from 2024-03-31T18:00:00Z --organisation QOC",
                "oversight compare --known-from 2026-11-21T12:00:00Z --json"
            );

    private static async Task<Compared> AskAsync(Asked asked)
    {
        var from = asked.Parsed.GetValue(From) ?? asked.On;
        var known = asked.Parsed.GetValue(KnownFrom);
        // Of one state of knowledge both are of one place, whatever is recorded meanwhile.
        var earlier =
            known is null && asked.Record.SeenBy is null
                ? asked.Record
                : await asked.Access.AtAsync(known ?? asked.Known, from, asked.Cancellation);
        return Compared.Of(
            new(earlier, known ?? asked.Known, from),
            new(asked.Record, asked.Known, asked.On),
            asked.Parsed.GetValue(InRegion),
            asked.Parsed.GetValue(OfOrganisation)?.Value
        );
    }

    private static void Write(Compared compared)
    {
        foreach (var organisation in compared.Organisations.Where(o => o.Differences.Count > 0))
        {
            Terminal.WriteLine($"{organisation.Name} ({organisation.Ods})");
            foreach (var difference in organisation.Differences)
            {
                Write(difference);
            }

            Terminal.WriteLine();
        }

        foreach (var difference in compared.Frameworks)
        {
            Write(difference);
        }

        var changed = compared.Organisations.Count(o => o.Differences.Count > 0);
        Terminal.WriteLine(
            $"{changed.Of("organisation")} with changes of {compared.Organisations.Count}, from {DateWithPrecision.Day(compared.From)} to {DateWithPrecision.Day(compared.To)}."
        );
        foreach (var rule in compared.Rules)
        {
            Terminal.WriteLine($"Rule {rule.Name}: {rule.Sentence}");
        }
    }

    private static void Write(Difference difference)
    {
        var where = difference.Changed == WhatChanged.InTheWorld ? "in the world" : "in our knowledge";
        Terminal.WriteLine(
            $"  {difference.What}{(difference.Title is { } title ? $": {title.Shortened()}" : "")} ({where})"
        );
        Write(difference.Aspects);
        foreach (var reason in difference.Because)
        {
            Terminal.WriteLine($"    by {reason.Says} ({InWords.Of(reason.How)}; entry {reason.Entry})");
        }
    }

    /// <summary>What of a thing differs, a line each.</summary>
    internal static void Write(IEnumerable<DifferentAspect> aspects)
    {
        foreach (var aspect in aspects)
        {
            Terminal.WriteLine(
                $"    {(aspect.Aspect is { } name ? $"{name}: " : "")}{aspect.InWords(aspect.Before).Shortened()} -> {aspect.InWords(aspect.After).Shortened()}"
            );
        }
    }
}
