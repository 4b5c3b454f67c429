using System.Text.RegularExpressions;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>The two times of a question, read from a request: the day it is about, and as known when.</summary>
internal static partial class Coordinates
{
    /// <summary>Refuses query parameters that the address does not take: a typo must not be answered with something else.</summary>
    public static void OnlyTakes(HttpRequest request, params ReadOnlySpan<string> names)
    {
        foreach (var (name, values) in request.Query)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                var known = names.Length == 0 ? "none" : string.Join(", ", names);
                throw ProblemException.BadInput(
                    name,
                    $"\"{name}\" is not a parameter here; this address takes {known}."
                );
            }

            if (values.Count != 1)
            {
                throw ProblemException.BadInput(name, $"\"{name}\" is given {values.Count} times; give it once.");
            }
        }
    }

    /// <summary>The day that is asked about; today in London when none is given.</summary>
    public static DateOnly Day(string? on, TimeProvider clock, string field = "on")
    {
        if (on is null)
        {
            return London.Today(clock);
        }

        if (!DateWithPrecision.TryParse(on, out var date) || date.Precision != DatePrecision.Day)
        {
            throw new BadInputException(field, "must be one existing day from 1900 to 2199, such as 2024-03-31.");
        }

        return date.Earliest;
    }

    /// <summary>The instant as known at which is asked; null for now.</summary>
    public static DateTimeOffset? Known(string? known, string field = "known")
    {
        if (known is null)
        {
            return null;
        }

        // An unescaped plus sign arrives as a space.
        var text = known.Replace(' ', '+');
        return
            InstantForm().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : throw new BadInputException(
                field,
                "must be an instant with its offset, such as 2026-11-21T12:00:00Z or 2026-11-21T13:00:00+01:00."
            );
    }

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex InstantForm();
}
