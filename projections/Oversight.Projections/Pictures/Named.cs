using System.Text.RegularExpressions;

namespace Oversight.Projections.Pictures;

/// <summary>Puts names in the place of codes: nobody knows organisations by these.</summary>
internal static partial class Named
{
    /// <summary>A sentence of ours with each code of a registered organisation as its name on a day; in brackets behind a name it stays.</summary>
    public static string In(RecordAt record, string sentence, DateOnly on) =>
        Code()
            .Replace(
                sentence.ReplaceLineEndings(" "),
                found =>
                    OdsCode.TryParse(found.Value, out var ods) && record.RegistrationOf(ods) is not null
                        ? record.NameOf(ods, on)
                        : found.Value
            );

    [GeneratedRegex(@"(?<![\w(/-])[A-Z][A-Z0-9]{2}(?:[A-Z0-9]{2})?(?![\w/-])", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
