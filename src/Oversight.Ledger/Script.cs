using System.Security.Cryptography;
using System.Text;

namespace Oversight.Ledger;

/// <summary>One numbered script, as it lies in this program.</summary>
/// <param name="Number">The number its file name begins with; scripts are applied in this order, each once.</param>
/// <param name="Name">The file name without folder, such as <c>003-tables.sql</c>.</param>
/// <param name="Sql">Its text, with line feeds.</param>
public sealed record Script(int Number, string Name, string Sql)
{
    internal byte[] Sha256 => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));

    /// <summary>The scripts of a folder, by number.</summary>
    internal static IReadOnlyList<Script> ReadAll(string folder) =>
        [
            .. typeof(Script)
                .Assembly.GetManifestResourceNames()
                .Where(resource => resource.StartsWith($"{folder}/", StringComparison.Ordinal))
                .Select(resource => Read(resource, resource[(folder.Length + 1)..]))
                .OrderBy(script => script.Number),
        ];

    private static Script Read(string resource, string name)
    {
        using var text = new StreamReader(typeof(Script).Assembly.GetManifestResourceStream(resource)!);
        // A check-out with carriage returns is still the same script.
        return new(int.Parse(name[..name.IndexOf('-')]), name, text.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
