using System.Text.Json;

namespace Oversight.Web.Http;

/// <summary>The body of a correction.</summary>
/// <param name="Decision">Who corrected and why; effective may be left out, it is then the decided day.</param>
/// <param name="Replacement">
/// What the entry should have said, whole: the same members as when the entry's kind is logged. It may be wrapped as
/// {"type": "segment_assigned", "data": {…}}, as it is stored.
/// </param>
public sealed record CorrectionBody(Decision Decision, JsonElement Replacement);

/// <summary>The body of a retraction.</summary>
/// <param name="Decision">Who retracted and why; effective may be left out, it is then the decided day.</param>
public sealed record RetractionBody(Decision Decision);
