using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>Kinds of entities in sentences: in English by their names in the API.</summary>
internal static class EntityWords
{
    /// <summary>What the codes of translations begin with: <c>Thing.Asset</c>.</summary>
    public const string Type = "Thing";

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => typeof(Entity).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(Entity)) && !t.IsAbstract).Select(t => t.Name).Order(StringComparer.Ordinal);

    /// <summary>The word for one.</summary>
    public static Word Of(Type entity) => new(Type, entity.Name);
}
