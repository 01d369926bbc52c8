global using DigitalEmblem.Testing;
