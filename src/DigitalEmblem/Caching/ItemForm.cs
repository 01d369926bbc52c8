namespace DigitalEmblem;

/// <summary>
/// The form in which an item was read. Tokens and keys have forms of their own, so that one is never taken for the other. The forms are
/// objects, so that their use as the kind of a key allocates nothing.
/// </summary>
internal sealed class ItemForm
{
    public static readonly ItemForm Cwt = new();
    public static readonly ItemForm CwtOfData = new();
    public static readonly ItemForm Jws = new();
    public static readonly ItemForm CoseKey = new();
    public static readonly ItemForm Jwk = new();
    public static readonly ItemForm Pem = new();
    public static readonly ItemForm SubjectPublicKeyInfo = new();

    private ItemForm()
    {
    }
}
