using System.Text.Json;
using Oversight.Record.Catalogue;

namespace Oversight.Desk.WhatIf;

/// <summary>A decision that is supposed and not taken.</summary>
/// <param name="Subject">What it is about: the stream, such as organisation-QOC or recovery-qoc-2021.</param>
/// <param name="Type">The kind of decision as it is stored, such as segment_assigned.</param>
/// <param name="Data">What would be recorded, in the shape of its kind.</param>
public sealed record SupposedDecision(string Subject, string Type, JsonElement Data);

/// <summary>What is supposed: decisions, another framework version, or both.</summary>
/// <param name="Decisions">The decisions, at most 100, in the order in which they would be taken: each sees those before it.</param>
/// <param name="Framework">
/// The id of a framework version by which the record is read, as if it had always been in force and no other had been published; left out: as they are.
/// </param>
public sealed record Supposition(IReadOnlyList<SupposedDecision>? Decisions = null, string? Framework = null)
{
    private const int MostDecisions = 100;

    /// <summary>Reads it.</summary>
    /// <exception cref="BadInputException">It supposes nothing, or too much.</exception>
    public static Supposition Read(JsonElement body)
    {
        var supposition = StrictJson.Read<Supposition>(body);
        supposition.Check();
        return supposition;
    }

    /// <summary>The decisions as commands.</summary>
    /// <exception cref="BadInputException">One cannot be recorded as it stands; names its field.</exception>
    internal IReadOnlyList<LogDecision> Commands() => [.. (Decisions ?? []).Select(Command)];

    private void Check()
    {
        if (Decisions is null or [] && Framework is null)
        {
            throw new BadInputException("decisions", "must hold a decision, or framework must name a version.");
        }

        if (Decisions is { Count: > MostDecisions })
        {
            throw new BadInputException("decisions", $"must hold at most {MostDecisions} decisions.");
        }
    }

    private static LogDecision Command(SupposedDecision decision, int index)
    {
        var path = $"decisions[{index}]";
        var kind =
            EventCatalogue.Kinds.FirstOrDefault(kind => kind.Name == decision.Type)
            ?? throw new BadInputException(
                $"{path}.type",
                $"\"{decision.Type}\" is not a kind of decision: write one such as segment_assigned."
            );
        SubjectId subject;
        try
        {
            subject = SubjectId.FromStream(decision.Subject);
        }
        catch (FormatException e)
        {
            throw new BadInputException($"{path}.subject", e.Message);
        }

        var content = StrictJson.ReadDecision(decision.Data, kind.Type, $"{path}.data");
        try
        {
            return new LogDecision(subject, content);
        }
        catch (BadInputException e)
        {
            throw new BadInputException(e.Field == "subject" ? $"{path}.subject" : $"{path}.data.{e.Field}", e.Problem);
        }
    }
}
