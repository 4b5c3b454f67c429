using Oversight.Projections.Answers;

namespace Oversight.Projections.Undertakings;

/// <summary>The rules by which what undertakings ask for has a date.</summary>
public static class UndertakingRules
{
    /// <summary>An undertaking's date.</summary>
    public static AnswerRule UndertakingDue { get; } =
        new(
            "undertaking-due",
            "An undertaking is due as accepted or last varied by both parties, until it is judged complied with, certified or discharged."
        );

    /// <summary>A certificate's days.</summary>
    public static AnswerRule CertificateDays { get; } =
        new(
            "certificate-days",
            "Where the legal basis provides for compliance certificates, an application is decided within the days that it gives, counted from the day after it was received."
        );

    /// <summary>A direction's date.</summary>
    public static AnswerRule DirectionDue { get; } =
        new("direction-due", "A direction is due on its date, until all the undertakings are discharged.");
}
