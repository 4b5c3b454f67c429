using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>Organisations that a question chooses, each by a parameter <c>ods</c> of its own, as checkboxes send them.</summary>
internal static class ChosenOrganisations
{
    private const string Name = "ods";

    private const int Most = 100;

    /// <summary>Refuses query parameters that the address does not take, besides those that choose organisations.</summary>
    public static void OnlyTakes(HttpRequest request, params ReadOnlySpan<string> names)
    {
        foreach (var (name, values) in request.Query.Where(parameter => parameter.Key != Name))
        {
            if (!names.Contains(name, StringComparer.Ordinal) || values.Count != 1)
            {
                throw ProblemException.BadInput(
                    name,
                    names.Contains(name, StringComparer.Ordinal)
                        ? $"\"{name}\" is given {values.Count} times; give it once."
                        : $"\"{name}\" is not a parameter here; this address takes {string.Join(", ", names)} and {Name}."
                );
            }
        }
    }

    /// <summary>The organisations; null where none is chosen.</summary>
    /// <exception cref="BadInputException">One of them is no ODS code, or there are too many.</exception>
    public static IReadOnlyList<OdsCode>? Of(HttpRequest request)
    {
        string[] codes = [.. request.Query[Name].Select(code => code?.Trim() ?? "").Where(code => code.Length > 0)];
        return codes.Length == 0 ? null
            : codes.Length > Most
                ? throw new BadInputException(Name, $"is given {codes.Length} times; at most {Most} are taken.")
            :
            [
                .. codes
                    .Select(code =>
                        OdsCode.TryParse(code, out var ods)
                            ? ods
                            : throw new BadInputException(Name, $"\"{code}\" is not an ODS code.")
                    )
                    .Distinct(),
            ];
    }
}
