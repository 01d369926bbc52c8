using System.Text.Json;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// What the API says of itself. When these fail, clients that were made from spec/issuer-api.json call something else than is there.
/// </summary>
[Trait("Category", "Servers")]
public class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task Document_IsTheOneInSpec()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);

        using HttpResponseMessage response = await (await service.ClientAsync(AccessRoles.Auditor)).GetAsync("openapi.json");
        Assert.True(
            response.IsSuccessStatusCode, string.Join('\n', service.Logged.Where(l => l.StartsWith("Error", StringComparison.Ordinal))));
        string text = await response.Content.ReadAsStringAsync();
        JsonElement document = JsonDocument.Parse(text).RootElement;

        Assert.All(
            ProblemKind.All,
            k => Assert.Contains(k.Type, document.GetProperty("info").GetProperty("description").GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain("127.0.0.1:" + service.Address.Port, text, StringComparison.Ordinal);
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            Assert.All(path.Value.EnumerateObject(), o => Assert.Matches("Roles: [A-Z]", o.Value.GetProperty("description").GetString()));
        }

        await SpecFile.EqualAsync("issuer-api.json", JsonSerializer.Serialize(document, Indented));
    }
}
