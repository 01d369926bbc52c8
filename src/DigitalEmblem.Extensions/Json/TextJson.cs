using System.Text.Json;

namespace DigitalEmblem.Extensions;

/// <summary>Values that are written as one text, strictly in both directions.</summary>
internal static class TextJson
{
    public static T Read<T>(ref Utf8JsonReader reader)
        where T : IParsable<T> => Parse<T>(reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException("A text is asked for."));

    /// <summary>The same as the name of a member.</summary>
    public static T ReadName<T>(ref Utf8JsonReader reader)
        where T : IParsable<T> => Parse<T>(reader.GetString()!);

    private static T Parse<T>(string text)
        where T : IParsable<T>
    {
        try
        {
            return T.Parse(text, provider: null);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
