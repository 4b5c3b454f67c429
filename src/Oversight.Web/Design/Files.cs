using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Oversight.Web.Design;

/// <summary>
/// What pages ask for beside themselves: the style sheet, the scripts, the sign. They are inside the assembly, also compressed, and asked for by an
/// address that changes with them, so that a browser keeps them.
/// </summary>
internal static class Files
{
    private const string Svg = "image/svg+xml";

    private static readonly SiteFile[] All =
    [
        Read("/oversight.css", "text/css; charset=utf-8"),
        Read("/oversight.js", "text/javascript; charset=utf-8"),
        Read("/accessible-autocomplete.js", "text/javascript; charset=utf-8"),
        Read("/nhsuk-frontend.js", "text/javascript; charset=utf-8"),
        Read("/steps.js", "text/javascript; charset=utf-8"),
        Read("/passkeys.js", "text/javascript; charset=utf-8"),
        Read("/favicon.svg", Svg),
        // The style sheet names these.
        Read("/assets/images/nhsuk-icon-arrow-down.svg", Svg),
        Read("/assets/images/nhsuk-icon-arrow-up-down.svg", Svg),
        Read("/assets/images/nhsuk-icon-arrow-up.svg", Svg),
        Read("/assets/images/nhsuk-icon-cross.svg", Svg),
    ];

    /// <summary>The address of the style sheet.</summary>
    public static string Sheet { get; } = AddressOf("/oversight.css");

    /// <summary>The style sheet itself.</summary>
    public static string SheetText { get; } =
        Encoding.UTF8.GetString(All.Single(file => file.Path == "/oversight.css").Content);

    /// <summary>The address of the script.</summary>
    public static string Script { get; } = AddressOf("/oversight.js");

    /// <summary>The address of a file, as it is now.</summary>
    public static string AddressOf(string path) => $"{path}?{All.Single(file => file.Path == path).Digest[..12]}";

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        foreach (var file in All)
        {
            routes
                .MapGet(file.Path, (HttpContext context) => Send(context, file))
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }

    private static IResult Send(HttpContext context, SiteFile file)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.QueryString.HasValue
            ? "public, max-age=31536000, immutable"
            : "public, max-age=3600";
        headers.Vary = HeaderNames.AcceptEncoding;
        var compressed = context
            .Request.GetTypedHeaders()
            .AcceptEncoding.Any(coding => coding.Value == "br" && coding.Quality is null or > 0);
        if (compressed)
        {
            headers.ContentEncoding = "br";
        }

        return Results.Bytes(
            compressed ? file.Compressed : file.Content,
            file.ContentType,
            entityTag: new EntityTagHeaderValue($"\"{file.Digest[..32]}{(compressed ? "-br" : "")}\"")
        );
    }

    private static SiteFile Read(string path, string contentType)
    {
        var content = Embedded(path);
        return new(
            path,
            contentType,
            content,
            Embedded($"{path}.br"),
            Convert.ToHexStringLower(SHA256.HashData(content))
        );
    }

    private static byte[] Embedded(string path)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"Oversight.Web{path}")
            ?? throw new InvalidOperationException($"The assembly holds no {path}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record SiteFile(string Path, string ContentType, byte[] Content, byte[] Compressed, string Digest);
}
